from tests.campaigns.web import conftest as campaigns

coalition = campaigns.coalition
visits = campaigns.visits
