int umcast_placeholder(void) { return 0; }
