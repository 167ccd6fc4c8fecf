import ArgumentParser

/// Numbers separated by commas.
struct NumberList: ExpressibleByArgument {
    let values: [Double]

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        let values = parts.compactMap { $0 }.filter(\.isFinite)
        guard !parts.isEmpty, values.count == parts.count else { return nil }
        self.values = values
    }
}

/// Names separated by commas.
struct NameList: ExpressibleByArgument {
    let names: [String]

    init?(argument: String) {
        names = argument.split(separator: ",", omittingEmptySubsequences: false).map { String($0.drop { $0 == " " }) }
        if names.contains("") { return nil }
    }
}

/// `name=text`.
struct NamedText: ExpressibleByArgument {
    let name, text: String

    init?(argument: String) {
        guard let place = argument.firstIndex(of: "="), place > argument.startIndex else { return nil }
        (name, text) = (String(argument[..<place]), String(argument[argument.index(after: place)...]))
    }
}

/// `name=number`.
struct NamedNumber: ExpressibleByArgument {
    let name: String
    let value: Double

    init?(argument: String) {
        guard let pair = NamedText(argument: argument), let value = Double(pair.text), value.isFinite else { return nil }
        (name, self.value) = (pair.name, value)
    }
}

/// `name=number:number`, the numbers' meaning left to the option.
struct NamedRange: ExpressibleByArgument {
    let name: String
    let first, second: Double

    init?(argument: String) {
        guard let pair = NamedText(argument: argument) else { return nil }
        let numbers = pair.text.split(separator: ":").compactMap { Double($0) }
        guard numbers.count == 2, numbers.allSatisfy(\.isFinite) else { return nil }
        (name, first, second) = (pair.name, numbers[0], numbers[1])
    }
}
