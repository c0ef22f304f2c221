"""How right, how well cited and how ready to refuse answers without a model are: ``python -m bench.answers``."""
