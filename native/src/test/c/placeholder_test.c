int umcast_placeholder(void);
int main(void) { return umcast_placeholder(); }
