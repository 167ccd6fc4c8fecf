import Core
import Statistics
import Testing

@testable import Workbench

@Suite struct PlainDecimalTests {
    private func quick(_ text: String) -> (number: Double?, micros: Int64?) {
        Array(text.utf8).withUnsafeBufferPointer { (NumberText.quick($0), NumberText.quickMicros($0)) }
    }

    @Test func `Plain decimals are what the slow ways make of them`() {
        var random = Philox(seed: 4)
        for _ in 0..<20_000 {
            let digits = (0..<1 + Int(random.next() % 14)).map { _ in Character("\(random.next() % 10)") }
            var text = String(digits)
            if random.next() % 3 > 0 { text.insert(".", at: text.index(text.startIndex, offsetBy: Int(random.next() % UInt64(text.count + 1)))) }
            if random.next() % 4 == 0 { text = "-" + text }
            let (number, micros) = quick(text)
            #expect(number == Double(text.hasSuffix(".") ? text + "0" : text), "\(text)")
            if let micros { #expect(micros == Micros.parse(text)?.micros && Micros.parse(text)?.exact == true, "\(text)") }
        }
    }

    @Test(arguments: [
        ("-0.000001", -1), ("123456789012", 123_456_789_012_000_000), ("999999999999", 999_999_999_999_000_000), (".5", 500_000), ("7.", 7_000_000),
        ("-0", 0),
    ])
    func `Amounts keep every digit`(_ text: String, _ expected: Int64) {
        #expect(quick(text).micros == expected)
    }

    @Test(arguments: ["", "-", ".", "-.", "1.2.3", "1e3", "+1", "1,5", " 1", "1 ", "--1", "1-", "0x1", "1234567890123", "0.0000001", "\u{661}"])
    func `Anything else is left to the slow way`(_ text: String) {
        #expect(quick(text).micros == nil)
    }
}
