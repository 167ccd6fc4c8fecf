import Foundation
import Glibc

/// What this kernel offers to seal a connector in: Landlock for files, seccomp for system calls.
enum Seal {
    static var findings: [Finding] { [landlock, seccomp] }

    private static var landlock: Finding {
        let version = landlockVersion
        guard version > 0 else {
            return Finding(
                .fault, "Landlock",
                "this kernel does not offer it; connectors can not be sealed. Use Linux 5.13 or newer with landlock in its LSM list.")
        }
        return Finding(.good, "Landlock", "version \(version).")
    }

    private static var seccomp: Finding {
        // proc(5): the line is there when the kernel was built with seccomp.
        let status = FileManager.default.contents(atPath: "/proc/self/status").map { String(decoding: $0, as: UTF8.self) } ?? ""
        return status.contains("\nSeccomp:")
            ? Finding(.good, "seccomp", "available.") : Finding(.fault, "seccomp", "this kernel does not offer it; connectors can not be sealed.")
    }

    /// The version of Landlock's interface, or what is below 1 where there is none: landlock_create_ruleset(2) with LANDLOCK_CREATE_RULESET_VERSION.
    private static var landlockVersion: Int {
        // syscall(2) is variadic and so not imported. On x86-64 and AArch64 Linux whole numbers pass alike with and without the dots.
        typealias SystemCall = @convention(c) (Int, UnsafeRawPointer?, Int, Int) -> Int
        guard let symbol = dlsym(nil, "syscall") else { return 0 }
        let call = unsafeBitCast(symbol, to: SystemCall.self)
        let landlockCreateRuleset = 444
        return call(landlockCreateRuleset, nil, 0, 1)
    }
}
