import Core
import Foundation
import Logging
import Redis

/// Redis as the processes would find it. Without it everything still works, slower and with limits per process: so its absence is a warning.
enum RedisChecks {
    static func findings(_ environment: [String: String]) async -> [Finding] {
        do {
            guard let url = try SettingsReader.read(environment, { $0.optionalSecret(.redisURL) }) else {
                return [Finding(.warning, "Redis", "\(Setting.redisURL.name) is not set: limits count per process, and nothing is cached.")]
            }
            return [await answer(RedisClient(try RedisConfiguration(url: url.reveal()), logger: quiet))]
        } catch {
            return [Finding(.fault, "Redis", "\(error)")]
        }
    }

    private static func answer(_ client: RedisClient) async -> Finding {
        await withTaskGroup { group in
            group.addTask { await client.run() }
            defer { group.cancelAll() }
            do {
                _ = try await client.command(["PING"], within: .seconds(2))
                return Finding(.good, "Redis", "it answers.")
            } catch {
                return Finding(.warning, "Redis", "it does not answer (\(error)): limits count per process, and nothing is cached.")
            }
        }
    }

    private static let quiet = Logger(label: "doctor") { _ in SwiftLogNoOpLogHandler() }
}
