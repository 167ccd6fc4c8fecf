import Core
import Reactor

/// How every connection begins: who we are, and a probe whose answer shows that the server works. Nothing else is sent before both are answered.
enum RedisGreeting {
    static func connect(
        _ configuration: RedisConfiguration, on reactor: Reactor, isolation: isolated (any Actor)? = #isolation
    ) async throws(RedisError) -> RedisSocket {
        let deadline = ContinuousClock.now + configuration.connectTimeout
        for address in await SocketAddress.resolve(configuration.address) {
            guard let socket = try? await RedisSocket.connect(to: address, on: reactor, until: deadline) else { continue }
            do throws(RedisError) {
                for command in commands(for: configuration) { _ = try await socket.exchange(RedisCommand.encode(command), until: deadline) }
                return socket
            } catch {
                socket.close()
                throw error
            }
        }
        throw .unavailable
    }

    private static func commands(for configuration: RedisConfiguration) -> [[RedisArgument]] {
        guard let password = configuration.password?.reveal() else { return [["PING"]] }
        return [["AUTH"] + (configuration.user.map { [.text($0)] } ?? []) + [.text(password)], ["PING"]]
    }
}
