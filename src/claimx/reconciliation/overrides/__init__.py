"""An editor's word above rules and model: `merges.toml`, and groups bound by it."""
