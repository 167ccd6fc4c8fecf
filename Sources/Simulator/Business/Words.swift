/// The words that names are made of.
enum Words {
    /// What the business of that seed is called.
    static func name(seed: UInt64) -> String {
        var stream = RandomStream(seed: seed, "business")
        return "\(brands[stream.below(brands.count)]) \(trades[stream.below(trades.count)])"
    }

    static let brands = [
        "Nordlicht", "Bergwind", "Kiesel", "Lindenhof", "Seegras", "Morgentau", "Fjordwerk", "Wiesenrain", "Kupferbach", "Tannenblick",
    ]
    static let trades = ["Outdoor", "Living", "Coffee", "Bikes", "Ceramics", "Garden", "Apparel", "Supply"]
    static let materials = ["Merino", "Canvas", "Oak", "Linen", "Steel", "Cork", "Wool", "Ceramic"]
    static let things = [
        "Jacket", "Backpack", "Mug", "Blanket", "Bottle", "Lamp", "Scarf", "Notebook", "Kettle", "Apron", "Beanie", "Basket", "Chair", "Knife",
        "Tent", "Gloves",
    ]
    static let kinds = [
        "Apparel", "Bags", "Kitchen", "Home", "Kitchen", "Home", "Apparel", "Paper", "Kitchen", "Kitchen", "Apparel", "Home", "Furniture", "Kitchen",
        "Camping", "Apparel",
    ]
    static let firstNames = [
        "Anna", "Ben", "Clara", "David", "Emma", "Felix", "Greta", "Hannes", "Ida", "Jonas", "Karla", "Leon", "Mia", "Noah", "Olga", "Paul", "Rosa",
        "Simon", "Tilda", "Viktor", "Zoë", "Łukasz", "Jürgen", "François",
    ]
    static let lastNames = [
        "Schmidt", "Müller", "Weber", "Fischer", "Becker", "Hoffmann", "Koch", "Richter", "Klein", "Wolf", "Neumann", "Schwarz", "Braun", "Krüger",
        "Dubois", "Rossi", "Nowak", "Jansen", "O'Neill", "Garcia",
    ]
    static let countries = ["DE", "DE", "DE", "DE", "DE", "DE", "AT", "AT", "CH", "FR", "NL", "GB"]
    static let audiences = ["Broad 25-54", "Lookalike 1%", "Interests"]
    static let creatives = ["Video 15s", "Carousel", "Static"]
}
