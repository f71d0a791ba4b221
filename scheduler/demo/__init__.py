"""A made-up coalition to try the product with; every row comes from the services that people use."""
