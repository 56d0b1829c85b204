"""How alike two claims are by rule, which pairs are worth a look, and which of them are one."""
