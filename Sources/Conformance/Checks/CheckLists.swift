/// The checks of what a connector says about itself, and of its recorded scenario.
extension Check {
    static let manifest: [Check] = [
        Check("bundle.opens", "The bundle is whole", "A bundle with other files than its checksums name is refused on installation."),
        Check("bundle.seal", "It loads inside the seal", "A connector that needs files, sockets or processes is killed in operation."),
        Check("manifest.same", "The library says the manifest of the bundle", "Otherwise the host checks other promises than the code keeps."),
        Check("manifest.hosts", "It names the hosts of its requests", "A request to any other host is refused."),
        Check("manifest.settings_closed", "Settings that it does not know are refused", "A misspelt setting would be ignored silently."),
        Check("manifest.settings_titled", "Every setting has a title", "The console shows the title beside the field."),
        Check("manifest.settings_defaults", "Defaults fit their own schema", "A form would be refused as it was given."),
        Check("manifest.secrets_marked", "Settings that are secrets are marked", "An unmarked secret is stored open and handed to the code."),
        Check("manifest.auth", "The access says its endpoints and scopes", "Without them nobody can connect by the browser."),
        Check("manifest.keys", "Every stream's key has distinct fields", "Rows are merged by the key."),
        Check("manifest.schemas", "Own streams describe the fields of their key", "A stream without them can not be merged or queried."),
        Check("manifest.modes", "A stream with a cursor can be read on", "A cursor that no mode uses is never read."),
        Check("manifest.redirects", "A stream that asks for redirects meets one", "What is allowed for nothing is a way for somebody else."),
        Check("manifest.release", "The version is a release", "Prereleases are never chosen where there is a release."),
        Check("manifest.platform_version", "It says the platform's version", "Nobody can tell when it runs out otherwise."),
        Check("offers.operations", "It offers write exactly when it declares operations", "The console shows what is declared."),
        Check("offers.webhooks", "It offers webhook exactly when it declares webhooks", "Deliveries would be lost, or never come."),
    ]

    static let scenario: [Check] = [
        Check("scenario.settings", "The recorded settings fit the schema", "The host refuses settings that do not."),
        Check("scenario.covered", "Every request of a healthy read is recorded", "A read against guesses proves nothing."),
        Check("scenario.used", "Every recorded exchange is used", "A recording that nothing asks for is old."),
        Check("scenario.streams", "Every stream is read", "A stream that is not read is not tested."),
        Check("scenario.expected", "It says what amounts come out", "Units can only be judged against figures that a person has looked up."),
        Check("check.account", "check names the account", "The console shows it when a connection is made."),
        Check("check.repeatable", "check says the same twice", "A connection would change by being looked at."),
        Check("check.refused", "check tells refused access apart", "The user must be told to connect again, and not to wait."),
        Check("check.offline", "check tells a lost network apart", "The user must be told to wait, and not to connect again."),
        Check("discover.streams", "discover names streams of the manifest", "Others can not be chosen."),
        Check("discover.repeatable", "discover says the same twice", "A choice would change by being looked at."),
    ]

    static let reading: [Check] = [
        Check("read.done", "Every stream is read to its end", "A stream that never ends is never fresh."),
        Check("read.count", "As many rows come as were recorded", "Rows that are lost or doubled change every figure."),
        Check("read.expected", "The rows hold the expected values", "A wrong unit is wrong by a factor of a hundred, in silence."),
        Check("read.twice", "Two full reads give the same rows", "Figures that change by being read again can not be trusted."),
        Check("read.pieces", "Answers in small pieces give the same rows", "A network cuts a body anywhere."),
        Check("read.fresh", "A new process gives the same rows", "Nothing may hang on what an earlier read left in memory."),
        Check("read.streams", "Rows belong to streams of the manifest", "Rows of other streams have no place to go."),
        Check("read.checkpoint", "A read that gave rows ends with a checkpoint", "The rows behind the last checkpoint are read again every time."),
        Check("read.cursor", "Cursors are small", "A cursor is stored with each checkpoint; 64 KiB is far more than one needs."),
        Check("read.unknown", "An unknown stream is refused", "A stream that was renamed must not look empty."),
        Check("read.rejects", "A rejected row says why", "The user can only correct what is named."),
        Check("read.requests", "A read asks no more than once for the same thing", "Requests are counted against the platform's limits."),
    ]

    static let resuming: [Check] = [
        Check("resume.complete", "A read from every checkpoint misses nothing", "Rows would be lost whenever a sync is interrupted."),
        Check("resume.exact", "A read from every checkpoint repeats nothing but its look-back", "Rows without a key would count twice."),
        Check("resume.finished", "A read behind the end brings nothing unknown", "An unchanged platform must not change the figures."),
        Check("resume.future", "A cursor from the far future gives no rows", "A platform's wrong clock must not start everything anew."),
        Check("resume.foreign", "A cursor of another shape does no harm", "Cursors of older versions are still stored."),
        Check("crash.checkpoint", "A crash behind any checkpoint loses and doubles nothing", "Machines fail."),
        Check("crash.request", "A crash at any request loses and doubles nothing", "Machines fail."),
        Check("cancel.checkpoint", "A cancel at any checkpoint ends the read and loses nothing", "Users cancel, and deployments do."),
        Check("cancel.request", "A cancel at any request ends the read and loses nothing", "Users cancel, and deployments do."),
        Check("cancel.soon", "A cancelled read returns within two seconds", "The host kills what does not."),
    ]

    static let compatibility: [Check] = [
        Check("compat.version", "The version is newer than the previous one", "An upgrade goes to the newer version."),
        Check("compat.identity", "It is the same connector", "Connections are kept by the id."),
        Check("compat.streams", "No stream went away within a major version", "What was chosen must go on."),
        Check("compat.keys", "No key changed within a major version", "Rows would double."),
        Check("compat.modes", "No mode went away within a major version", "Schedules would fail."),
        Check("compat.access", "No host went away and the way to sign in stayed within a major version", "Connections would have to be made anew."),
        Check("compat.settings", "Settings that were right stay right within a major version", "Connections would stop at the upgrade."),
        Check("compat.schemas", "No field went away or changed its type within a major version", "Queries would break."),
        Check("compat.operations", "No operation went away within a major version", "What was planned must be possible."),
    ]
}
