import Testing

@testable import Workbench

@Suite struct ReadableNumberTests {
    @Test(arguments: [
        (1_234_567.0, "1.23 M"), (12_345.6, "12,346"), (999_950, "1.00 M"), (3.14159, "3.14"), (0.001234, "0.00123"), (-2_500_000_000, "−2.50 bn"),
        (0, "0"),
        (.nan, "–"), (.infinity, "–"), (1e-9, "1.0e-9"), (4.2e18, "4.2e18"), (.leastNonzeroMagnitude, "4.9e-324"),
    ])
    func `Numbers are short enough to be read`(value: Double, text: String) {
        #expect(ReadableNumber.text(value) == text)
    }

    @Test func `Shares are hundredths, small ones with a decimal`() {
        #expect(ReadableNumber.share(0.463) == "46 %")
        #expect(ReadableNumber.share(0.0123) == "1.2 %")
        #expect(ReadableNumber.share(-0.5) == "−50 %")
        #expect(ReadableNumber.share(.nan) == "–")
    }

    @Test func `A unit follows a number and not the absence of one`() {
        #expect(ReadableNumber.text(12, unit: "EUR") == "12 EUR")
        #expect(ReadableNumber.text(.nan, unit: "EUR") == "–")
    }
}
