"""Facts -> what the templates show: what is cut out of which page, what is marked, what is left out."""
