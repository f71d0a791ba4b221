"""Campaigns: the plan around a day, who takes part in it, and who does what until when."""
