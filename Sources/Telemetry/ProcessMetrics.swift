package import Core

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What the operating system says about this process, under the names that Prometheus' client libraries share.
package enum ProcessMetrics {
    /// Reads memory, files and processor time at every scrape. Uptime counts from this call.
    package static func install(in registry: MetricsRegistry, startedAt: Instant = .now) {
        let started = registry.gauge("process_start_time_seconds", help: "When the process started, in seconds since 1970.")
        started.set(Double(startedAt.microseconds) / 1e6)
        registry.onScrape { registry in
            registry.gauge("process_uptime_seconds", help: "Seconds since the start.").set((Instant.now - startedAt).seconds)
            registry.gauge("process_cpu_seconds_total", help: "Processor time, user and system.").set(processorSeconds())
            if let bytes = residentBytes() { registry.gauge("process_resident_memory_bytes", help: "Resident memory.").set(Int64(bytes)) }
            if let files = openFiles() { registry.gauge("process_open_fds", help: "Open file descriptors.").set(Int64(files)) }
            registry.gauge("process_max_fds", help: "The limit of open file descriptors.").set(fileLimit())
        }
    }

    private static func processorSeconds() -> Double {
        var usage = rusage()
        getrusage(rusageSelf, &usage)
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    private static func fileLimit() -> Double {
        var limit = rlimit()
        getrlimit(fileLimitName, &limit)
        return Double(limit.rlim_cur)
    }

    /// The second number of /proc/self/statm is the resident set in pages (proc(5)).
    private static func residentBytes() -> Int? {
        guard let file = fopen("/proc/self/statm", "r") else { return nil }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 128)
        guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
        let text = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static func openFiles() -> Int? {
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        // Without `.`, `..` and the descriptor that this look itself needs.
        return count - 3
    }

    #if canImport(Glibc)
    private static let rusageSelf = __rusage_who_t(RUSAGE_SELF.rawValue)
    private static let fileLimitName = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
    private static let rusageSelf = RUSAGE_SELF
    private static let fileLimitName = RLIMIT_NOFILE
    #endif
}
