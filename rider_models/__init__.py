"""Who rides: body dimensions, segment inertias and meshes, muscles, presets."""
