"""What was public: captures, how they are taken, and what they say."""
