/// Pauses between attempts: 50 ms, then twice as long each time up to the longest; of each, a random part of up to a half is left out, so that many
/// clients do not come back at once.
struct Backoff {
    private(set) var failures = 0
    let longest: Duration

    mutating func succeeded() { failures = 0 }

    mutating func next(random: Double = .random(in: 0...1)) -> Duration {
        let full = min(Duration.milliseconds(50) * (1 << min(failures, 10)), longest)
        failures += 1
        return full * (1 - random / 2)
    }
}
