"""Many files of posts judged on one machine: in shards, by several processes, and resumed after a stop."""
