from tests.accounts.web.conftest import cheap_hashes, store, town

__all__ = ["cheap_hashes", "store", "town"]
