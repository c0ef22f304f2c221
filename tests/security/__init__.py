"""Attacks, generated from the OpenAPI document where they can be."""
