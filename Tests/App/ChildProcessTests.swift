import Foundation
import Testing

@testable import App

@Suite struct ChildProcessTests {
    @Test func `A child runs, writes to its log and ends with its code`() async throws {
        let folder = try TemporaryFolder()

        let child = try await ChildProcess.start(shell("echo \"hello $NAME\"; exit 7", in: folder, environment: ["NAME": "world"]))

        #expect(await child.ended() == .code(7))
        #expect(try String(contentsOfFile: folder.path + "/log", encoding: .utf8) == "hello world\n")
    }

    @Test func `A child ends by the signal that asks it to`() async throws {
        let folder = try TemporaryFolder()
        let child = try await ChildProcess.start(shell("exec sleep 600", in: folder))

        child.stop(.terminate)

        #expect(await child.ended() == .signal(15))
    }

    @Test func `Killing ends the whole process group`() async throws {
        let folder = try TemporaryFolder()
        let pidFile = folder.path + "/grandchild"
        let child = try await ChildProcess.start(shell("sleep 600 & echo $! > \(pidFile).new; mv \(pidFile).new \(pidFile); wait", in: folder))
        while !FileManager.default.fileExists(atPath: pidFile) { try await Task.sleep(for: .milliseconds(5)) }
        let grandchild = try #require(Int32(try String(contentsOfFile: pidFile, encoding: .utf8).trimmingCharacters(in: .newlines)))

        child.kill()

        #expect(await child.ended() == .signal(9))
        while isRunning(grandchild) { try await Task.sleep(for: .milliseconds(5)) }
    }

    @Test func `A signal after the end reaches nobody`() async throws {
        let folder = try TemporaryFolder()
        let child = try await ChildProcess.start(shell("exit 0", in: folder))
        _ = await child.ended()

        child.stop(.terminate)
        child.kill()

        #expect(child.status == .code(0))
    }

    @Test func `A program that is not there ends at once and says so in the log`() async throws {
        let folder = try TemporaryFolder()
        let command = ChildCommand(name: "ghost", executable: "/nowhere/ghost", arguments: [], environment: [:], log: folder.path + "/log")

        let child = try await ChildProcess.start(command)

        #expect(await child.ended().isSuccess == false)
        #expect(try String(contentsOfFile: folder.path + "/log", encoding: .utf8).contains("/nowhere/ghost"))
    }

    @Test func `A child inherits nothing that is open here`() async throws {
        let folder = try TemporaryFolder()
        let file = try #require(fopen(folder.path + "/open", "w"))
        defer { fclose(file) }

        let child = try await ChildProcess.start(shell("ls -l /proc/$$/fd", in: folder))

        _ = await child.ended()
        #expect(!(try String(contentsOfFile: folder.path + "/log", encoding: .utf8).contains(folder.path + "/open")))
    }

    @Test func `A child ends when the process that started it is killed`() async throws {
        let folder = try TemporaryFolder()
        let orphan = ChildCommand(name: "orphan", executable: "/bin/sleep", arguments: ["600"], environment: [:], log: folder.path + "/log")
        let words = orphan.words(setpriv: try Executables.find("setpriv"), env: try Executables.find("env")).joined(separator: " ")
        let pidFile = folder.path + "/orphan"
        let parent = try await ChildProcess.start(
            shell(
                "\(words) & echo $! > \(pidFile).new; while ! grep -q sleep /proc/$!/cmdline; do :; done; mv \(pidFile).new \(pidFile); wait",
                in: folder))
        while !FileManager.default.fileExists(atPath: pidFile) { try await Task.sleep(for: .milliseconds(5)) }
        let pid = try #require(Int32(try String(contentsOfFile: pidFile, encoding: .utf8).trimmingCharacters(in: .newlines)))

        // The parent alone, not its group: as `kill -9` of `tactics up` would.
        kill(parent.pid, SIGKILL)

        #expect(await parent.ended() == .signal(9))
        while isRunning(pid) { try await Task.sleep(for: .milliseconds(5)) }
    }

    private func shell(_ script: String, in folder: TemporaryFolder, environment: [String: String] = [:]) -> ChildCommand {
        ChildCommand(
            name: "shell", executable: "/bin/sh", arguments: ["-c", script],
            environment: environment.merging(["PATH": "/usr/bin:/bin"]) { $1 }, log: folder.path + "/log")
    }

    /// A zombie that waits for its new parent does not run any more.
    private func isRunning(_ pid: Int32) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
        return !status.contains(") Z ")
    }
}
