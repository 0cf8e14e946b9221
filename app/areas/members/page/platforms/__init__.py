"""上级平台: templates that are mapped once, what goes up, what comes back, whole lists compared."""
