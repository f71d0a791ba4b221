from tests.campaigns.web import conftest as campaigns

guests = campaigns.guests
coalition = campaigns.coalition
visits = campaigns.visits
