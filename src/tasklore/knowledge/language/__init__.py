"""What a text is made of, in any language: its words, their stems, its sentences, and which language it is."""
