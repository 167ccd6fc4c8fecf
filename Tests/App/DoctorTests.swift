import App
import Testing

@Suite struct DoctorTests {
    @Test func `The doctor prints every setting, hides secrets, and names what is missing`() async {
        let environment = ["TACTICS_PORT": "9999", "TACTICS_TOKEN_KEYS": "t1:c2hvcnQ=", "TACTICS_ADMIN_URL": "postgres://postgres:hunter2@host/db"]
        var lines: [String] = []

        let isHealthy = await Doctor.run(environment, program: Program(path: "/nowhere/bin/tactics", workingFolder: "/nowhere")) { lines.append($0) }

        let text = lines.joined(separator: "\n")
        #expect(!isHealthy)
        #expect(text.contains("TACTICS_PORT = 9999"))
        #expect(text.contains("TACTICS_ADMIN_URL = <secret>"))
        #expect(text.contains("TACTICS_HOST = 127.0.0.1 (default)"))
        #expect(text.contains("✗ Keys: TACTICS_MASTER_KEY: it is not set."))
        #expect(text.contains("✗ connector-runner: /nowhere/bin/connector-runner is not there."))
        #expect(!text.contains("hunter2") && !text.contains("c2hvcnQ"))
    }
}
