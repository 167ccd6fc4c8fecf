import App
import Testing

@Suite struct LayoutTests {
    @Test func `A short folder that can be entered holds everything`() {
        let layout = Layout(folder: "/srv/tactics") { _ in true }

        #expect(layout.servers == "/srv/tactics")
        #expect(layout.postgresData == "/srv/tactics/postgres")
    }

    @Test func `A path too long for a socket moves the servers to a short one`() {
        let layout = Layout(folder: "/" + String(repeating: "long/", count: 20) + "folder") { _ in true }

        #expect(layout.servers.hasPrefix("/var/tmp/tactics-"))
        #expect("\(layout.postgresSocketFolder)/.s.PGSQL.5432".utf8.count <= 107)
        #expect(layout.credentials.hasSuffix("folder/demo.json"))
    }

    @Test func `A folder that the servers' user can not enter moves them too`() {
        let layout = Layout(folder: "/root/tactics") { _ in false }

        #expect(layout.servers.hasPrefix("/var/tmp/tactics-"))
    }

    @Test func `Two folders get two places, and one folder always the same`() {
        let places = ["/root/a", "/root/b", "/root/a"].map { folder in Layout(folder: folder) { _ in false }.servers }

        #expect(places[0] != places[1])
        #expect(places[0] == places[2])
    }
}
