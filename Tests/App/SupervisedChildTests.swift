import App
import Foundation
import Testing

@Suite struct SupervisedChildTests {
    @Test func `A child that is killed comes back and is ready again`() async throws {
        let folder = try TemporaryFolder()
        let (notices, send) = AsyncStream<String>.makeStream()
        let child = SupervisedChild(sleeper(folder), isReady: { true }) { notice in
            switch notice {
            case .ended: send.yield("ended")
            case .back: send.yield("back")
            case .cannotRestart(_, let reason): send.yield(reason)
            }
        }

        try await withThrowingTaskGroup { group in
            group.addTask { await child.run() }
            try await child.ready()
            let first = try #require(await child.pid)
            kill(first, SIGKILL)
            var heard: [String] = []
            for await notice in notices {
                heard.append(notice)
                if heard.count == 2 { break }
            }
            let second = await child.pid
            await child.stop()

            #expect(heard == ["ended", "back"])
            #expect(second != nil && second != first)
        }
        #expect(await child.pid == nil)
    }

    @Test func `A child that ends at its first start fails with the end of its log`() async throws {
        let folder = try TemporaryFolder()
        let command = ChildCommand(
            name: "api", executable: "/bin/sh", arguments: ["-c", "echo 'no such database'; exit 4"], environment: [:], log: folder.path + "/log")
        let child = SupervisedChild(command, isReady: { false })

        await withDiscardingTaskGroup { group in
            group.addTask { await child.run() }
            let error = await #expect(throws: UpError.self) { try await child.ready() }
            #expect(error?.description.contains("api ended while starting (exit code 4)") == true)
            #expect(error?.description.contains("no such database") == true)
        }
    }

    @Test func `A child that does not listen is killed when its deadline has passed`() async throws {
        let folder = try TemporaryFolder()
        var command = sleeper(folder)
        command.arguments = ["-c", "trap '' TERM; echo armed; while true; do sleep 1; done"]
        command.stopDeadline = .milliseconds(50)
        let log = command.log
        let child = SupervisedChild(command, isReady: { FileManager.default.contents(atPath: log)?.isEmpty == false })

        try await withThrowingTaskGroup { group in
            group.addTask { await child.run() }
            try await child.ready()
            await child.stop()
        }

        #expect(await child.pid == nil)
    }

    private func sleeper(_ folder: TemporaryFolder) -> ChildCommand {
        ChildCommand(
            name: "sleeper", executable: "/bin/sh", arguments: ["-c", "exec sleep 600"], environment: ["PATH": "/usr/bin:/bin"],
            log: folder.path + "/log")
    }
}
