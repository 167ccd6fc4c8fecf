/// Names of the colours in the page's style: the eight of Okabe and Ito ("Color universal design", 2008) with yellow darkened, which people with any
/// common kind of colour blindness tell apart and which differ in lightness on paper.
enum Palette {
    static let count = 7
    /// Steps from light to dark of one hue.
    static let steps = 8

    static func fill(_ index: Int) -> String { "f\(wrapped(index, count))" }

    /// From the eighth on the colours return dashed.
    static func stroke(_ index: Int) -> String { "l s\(wrapped(index, count))\(index >= count ? " d" : "")" }

    /// Of `count` things in an order, the later the darker.
    static func sequence(_ index: Int, of count: Int) -> Int {
        count < 2 ? steps - 1 : min(max(index * (steps - 1) / (count - 1), 0), steps - 1)
    }

    private static func wrapped(_ index: Int, _ count: Int) -> Int { ((index % count) + count) % count }
}
