import ArgumentParser
import Core
import Glibc
import Statistics
import Workbench

/// How a command about models says what came of it.
struct ModelOutput: ParsableArguments {
    @Flag(help: "Print JSON for programs, refusals too, and nothing else.")
    var json = false

    @Flag(help: "Say on standard error how far the work has come, also where that is no terminal.")
    var progress = false

    /// Where progress is told; nil where nobody reads it.
    var teller: RunProgress? {
        guard progress || isatty(STDERR_FILENO) == 1 else { return nil }
        let line = ProgressLine(isTerminal: isatty(STDERR_FILENO) == 1)
        return { line.tell($0, $1) }
    }

    /// Prints the answer and ends with its code. What was refused is one sentence, with --json a document; the command then ends with 1.
    func print(page: PagePlace? = nil, _ body: () async throws -> RunAnswer) async throws {
        let answer: RunAnswer
        do {
            answer = try await body()
            if let page { try page.write(answer) }
        } catch {
            ProgressLine.clear()
            if let page, let refusal = error as? Refusal { try? page.write(refusal) }
            guard json else { throw error }
            Swift.print(RunAnswer.failure(error))
            throw ExitCode.failure
        }
        ProgressLine.clear()
        Swift.print(json ? answer.document.description : answer.text)
        if answer.code != 0 { throw ExitCode(answer.code) }
    }
}
