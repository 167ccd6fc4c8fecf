import Testing

@testable import Workbench

@Suite struct TextTableTests {
    @Test(arguments: [
        (["1", "−2", "+3", "±4", "–", ""], true), (["1", "tv"], false), ([], false),
    ])
    func `Columns of numbers stand at the right`(_ cells: [String], _ expected: Bool) {
        #expect(TextTable(columns: ["change"], rows: cells.map { [$0] }).isNumeric(0) == expected)
    }
}
