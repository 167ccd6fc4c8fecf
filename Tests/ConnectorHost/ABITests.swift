import Foundation
import Testing

/// The boundary is released: what libraries were built against must stay where it is.
@Suite struct ABITests {
    private static let header = TestBundle.root + "/Sources/CConnector/include/connector.h"
    private static let released = TestBundle.root + "/Tests/ConnectorHost/Abi/abi-1.txt"

    @Test func `connector.h is the ABI 1 that was released`() throws {
        let now = try HeaderLayout.text(of: String(contentsOfFile: Self.header, encoding: .utf8))
        let released = try String(contentsOfFile: Self.released, encoding: .utf8)

        let differences = ReleasedABI(released).differences(from: ReleasedABI(now))

        #expect(differences == [], "The layout now, to record in abi-1.txt where something was appended:\n\(now)")
        #expect(ReleasedABI(released).structures.count == 5)
        #expect(ReleasedABI(released).structures["tactics_connector"]?.members.count == 10)
        #expect(ReleasedABI(released).structures["tactics_host"]?.members.count == 15)
    }

    @Test(arguments: [
        // A member changes places with its neighbour.
        (
            "int32_t status;\n    uint64_t body;", "uint64_t body;\n    int32_t status;",
            ["\"int32_t status\" became \"uint64_t body\"", "\"uint64_t body\" became \"int32_t status\""]
        ),
        // Another type of the same size at the same place.
        (
            "int32_t (*cancelled)(void *context)", "int32_t (*cancelled)(void *context, int32_t why)",
            ["\"int32_t (*cancelled)(void *context)\" became"]
        ),
        (
            "uint32_t abi_minor;\n    size_t size;\n    void *context;", "uint32_t abi_minor;\n    size_t size;",
            ["tactics_host: \"void *context\" became"]
        ),
        ("const uint8_t *data;\n    size_t size;", "const uint8_t *data;\n    uint32_t size;", ["tactics_bytes: \"size_t size\" became"]),
        ("#define TACTICS_E_PARK (-6)", "#define TACTICS_E_PARK (-7)", ["TACTICS_E_PARK was -6 and is -7"]),
        ("TACTICS_FRAME_WAIT = 38", "TACTICS_FRAME_WAIT = 48", ["TACTICS_FRAME_WAIT was 38 and is 48"]),
        ("TACTICS_FRAME_NOW = 40", "TACTICS_FRAME_NOW = 40, TACTICS_FRAME_MORE = 41", ["TACTICS_FRAME_MORE is not recorded"]),
        (
            "void (*free_buffer)(tactics_buffer buffer);", "void (*free_buffer)(tactics_buffer buffer);\n    void (*more)(void);",
            ["tactics_connector has the new \"void (*more)(void)\": raise TACTICS_ABI_MINOR and record it"]
        ),
        (
            "uint8_t *data;\n    size_t size;\n} tactics_buffer", "uint8_t *data;\n    size_t size;\n    size_t room;\n} tactics_buffer",
            ["tactics_buffer has the new \"size_t room\": only tables may grow"]
        ),
    ])
    func `Every change of a released structure is found and named`(_ old: String, _ new: String, _ expected: [String]) throws {
        let header = try String(contentsOfFile: Self.header, encoding: .utf8).replacing(#/ *\/\*(.|\n)*?\*\//#, with: "")
        let released = try ReleasedABI(String(contentsOfFile: Self.released, encoding: .utf8))
        try #require(header.contains(old), "The header has no \(old)")

        let differences = released.differences(from: ReleasedABI(try HeaderLayout.text(of: header.replacingOccurrences(of: old, with: new))))

        for words in expected { #expect(differences.contains { $0.contains(words) }, "\(differences)") }
    }

    @Test func `A structure that is gone or new, and a size that changed, are found`() {
        let released = ReleasedABI("struct a 8\nmember a 0 8 void *x\nstruct b 4\nmember b 0 4 int y\nnumber N 1\n")

        let differences = released.differences(from: ReleasedABI("struct a 16\nmember a 0 8 void *x\nstruct c 1\n"))

        #expect(differences == ["a has 16 bytes instead of 8", "b is gone", "c is not recorded", "N was 1 and is gone"])
        #expect(released.differences(from: released).isEmpty)
    }
}
