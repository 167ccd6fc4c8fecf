import Testing

/// The whole product, as people get it: the real program, its PostgreSQL, its Redis and the simulator. One after the other, because most tests look
/// at one and the same running product and some of them kill parts of it.
@Suite(.serialized, .timeLimit(.minutes(10))) struct Acceptance {}
