"""When a model that grows stops to fit."""
