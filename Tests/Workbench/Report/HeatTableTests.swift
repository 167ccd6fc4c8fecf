import Foundation
import Testing

@testable import Workbench

@Suite struct HeatTableTests {
    @Test func `Depth of colour follows the size, and the hue its sign`() {
        #expect(HeatTable.level(100, 100) == "u5")
        #expect(HeatTable.level(-100, 100) == "v5")
        #expect(HeatTable.level(1, 100) == "u1")
        #expect(HeatTable.level(0, 100).isEmpty)
        #expect(HeatTable.level(.nan, 100).isEmpty)
        #expect(HeatTable.level(nil, 100).isEmpty)
        #expect(HeatTable.level(1, 0).isEmpty)
    }

    @Test func `Sums take no part in the colours`() {
        let table = HeatTable("t", rowName: "r", rows: ["a", "all"], columns: ["x", "all"], values: [[1, 900], [900, 1_800]], hasTotals: true)

        #expect(table.html.contains("u5"))
        #expect(table.html.components(separatedBy: "u5").count == 2)
    }
}
