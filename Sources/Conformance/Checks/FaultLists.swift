/// The checks of what a platform does wrong, of the rows, and of secrets.
extension Check {
    static let platform: [Check] = [
        Check("fault.429_retry_after", "429 with Retry-After is waited for", "Asking earlier costs the user's access."),
        Check("fault.429_date", "429 with a date is waited for", "Retry-After may be a date (RFC 9110)."),
        Check("fault.429_bare", "429 without Retry-After is waited for", "Asking again at once makes it worse."),
        Check("fault.429_long", "A long wait is parked or reported", "A runner must not be held for hours."),
        Check("fault.429_storm", "Endless 429 ends the read in good time", "A storm of requests costs the user's access."),
        Check("fault.500_once", "One 500 changes nothing", "Servers stumble."),
        Check("fault.500_always", "Endless 500 is reported as a trouble of the platform", "The user must not be told to change something."),
        Check("fault.502_page", "A page of HTML with 502 is no data", "Gateways answer for the platform."),
        Check("fault.503_retry_after", "503 with Retry-After changes nothing", "Platforms close for maintenance."),
        Check("fault.network_once", "A lost connection changes nothing", "Networks stumble."),
        Check("fault.network_always", "A lost network is reported as passing", "The user must not be told to connect again."),
        Check("fault.expired", "Access that expires in mid-read is reported, and what was read stays", "The user must connect again, once."),
        Check("fault.throttled", "The platform's own refusal for haste is waited for", "Not every platform uses 429."),
        Check("fault.forbidden", "403 is no success", "Withdrawn rights must not look like an empty account."),
        Check("fault.teapot", "A status that nobody knows is no success", "What is not understood must not look like no data."),
        Check("fault.redirect", "A redirect that is not followed is no success", "A moved address must not look like an empty account."),
        Check("clock.ahead", "A clock that is five minutes ahead changes nothing", "Clocks are never right."),
        Check("clock.behind", "A clock that is five minutes behind changes nothing", "Clocks are never right."),
        Check("clock.jumps", "A clock that jumps back during a read does no harm", "Clocks are set while programs run."),
    ]

    static let bodies: [Check] = [
        Check("body.cut", "A body whose connection breaks is not taken for whole", "Rows would be missing for ever."),
        Check("body.truncated", "Half of a JSON document is not taken for whole", "Rows would be missing for ever."),
        Check("body.invalid", "Broken JSON is not taken for data", "Rows would be missing for ever."),
        Check("body.html", "A page of HTML with 200 is not taken for data", "Login pages and proxies answer so."),
        Check("body.nothing", "A body of no bytes is not taken for data", "Rows would be missing for ever."),
        Check("body.empty_page", "A page without rows does no harm", "Pages may be empty in the middle."),
        Check("body.duplicate_page", "A page that comes twice adds nothing", "Rows would count twice."),
        Check("body.endless_page", "A page that comes for ever ends the read", "The read would never end."),
        Check("body.unknown_field", "Unknown fields change nothing", "Platforms add fields every week."),
        Check("body.missing_field", "A missing field does no harm", "Platforms leave fields out."),
        Check("body.null_field", "A field that is null does no harm", "Platforms have no value now and then."),
        Check("body.type_change", "A field of another type does no harm", "Platforms change types without a word."),
        Check("body.huge_number", "A number beyond all bounds does no harm", "It must become a reject or an error, never a wrong figure."),
        Check("body.not_text", "Bytes that are no UTF-8 do no harm", "Platforms hand on what people typed."),
    ]

    static let rows: [Check] = [
        Check("rows.json", "Every row is a JSON object", "Nothing else can be stored."),
        Check("rows.keys", "Every row has the fields of its key", "Rows are merged by the key."),
        Check("rows.complete", "Every canonical row has the fields that its table needs", "The host refuses a row without them."),
        Check("rows.unique", "A full read gives each key once, or again to say more", "Two rows of one key overwrite each other."),
        Check("rows.micros", "Amounts are whole millionths", "Fractions of binary numbers lose cents."),
        Check("rows.currency", "Amounts have an ISO 4217 currency", "An amount without one can not be added."),
        Check("rows.days", "Days are days", "A day that can not be read is lost."),
        Check("rows.instants", "Times are RFC 3339 with an offset", "A time without an offset is off by hours."),
        Check("rows.whole", "Figures are no binary fractions", "Counts with an exponent lose digits."),
        Check("rows.minor_units", "A currency without cents has no cents", "Yen taken for cents are wrong by a factor of a hundred."),
    ]

    static let safety: [Check] = [
        Check("secrets.log", "No secret stands in the log", "Logs are read by many."),
        Check("secrets.rows", "No secret stands in a row, reject or cursor", "Rows are shown to all members."),
        Check("secrets.errors", "No secret stands in an error", "Errors are shown to all members."),
        Check("secrets.requests", "No secret is put into a request", "The host signs requests; an address is logged on its way."),
        Check("secrets.declared", "Answers' secrets are named in secret_paths", "The host can only blot out what is named."),
        Check("secrets.personal", "No mail address stands in the log", "Logs are kept longer than people's data may be."),
        Check("secrets.quiet", "The log is short", "Lines that nobody reads hide those that matter."),
        Check("egress.hosts", "No request goes outside hosts", "Data must not go where nobody expects it."),
        Check("egress.https", "Every request is made by https", "Anyone on the way could read and change it."),
        Check("egress.headers", "No request brings its own authorization", "The host signs requests."),
        Check("memory.small", "A small read needs little memory", "Many syncs run beside each other."),
        Check("memory.large", "A large stream needs bounded memory", "A big customer must not end the sync."),
    ]
}
