/// An ISO 4217 currency: three upper-case letters and the number of decimals of its smallest unit.
package struct Currency: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let code: String

    /// `nil` unless the code is three upper-case letters.
    package init?(_ code: some StringProtocol) {
        guard code.utf8.count == 3, code.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else { return nil }
        self.code = String(code)
    }

    /// Decimals of the minor unit by ISO 4217: 0 for the yen, 3 for the Bahraini dinar, 2 for most.
    package var minorDigits: Int {
        if Self.withoutMinorUnit.contains(code) { return 0 }
        if Self.withThreeDigits.contains(code) { return 3 }
        return 2
    }

    package var description: String { code }

    package static func < (left: Self, right: Self) -> Bool { left.code < right.code }

    private static let withoutMinorUnit: Set<String> = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF",
    ]
    private static let withThreeDigits: Set<String> = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
}
