"""Documents of this room: plans, reports, CAPA in two versions, control sheets. Facts as codes, words at drawing."""
