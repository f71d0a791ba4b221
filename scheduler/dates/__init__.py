"""Pure words about days and zones: no feature, no clock."""
