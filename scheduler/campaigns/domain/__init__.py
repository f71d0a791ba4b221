"""What waits, permissions and offsets of a campaign, without any machinery."""
