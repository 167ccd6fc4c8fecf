/// Which action types overlap. Meta reports one event under several types: of the pixel, of the application, of a form at Meta, by the place where it
/// happened, and their union (`omni_`, `_total`). Types of one group must never be added up.
enum ActionGroup {
    /// Where the event was seen, in front of its name; the longer ones first.
    private static let prefixes = [
        "offsite_conversion.fb_pixel_", "app_custom_event.fb_mobile_", "onsite_conversion.", "offline_conversion.", "onsite_web_app_",
        "onsite_web_", "onsite_app_", "web_app_in_store_", "web_in_store_", "offsite_", "omni_",
    ]
    /// Where it happened, behind its name.
    private static let suffixes = ["_add_meta_leads", "_website", "_mobile_app", "_offline", "_total", "_grouped"]

    /// The same event under another word, and what contains another. Custom events and custom conversions keep a group of their own: what they
    /// count is the advertiser's choice.
    private static let others = [
        "content_view": "view_content", "initiated_checkout": "initiate_checkout", "spent_credits": "spend_credits",
        "mobile_app_install": "app_install", "activate_app": "app_use", "app_engagement": "app_use", "app_story": "app_use",
        "leadgen": "lead", "leadgen.other": "lead", "registration": "complete_registration", "post_engagement": "engagement",
        "page_engagement": "engagement", "messaging_conversation_started_7d": "messaging_connection",
        "messaging_first_reply": "messaging_connection", "total_messaging_connection": "messaging_connection",
        "messaging_user_depth_2_message_send": "messaging_depth", "messaging_user_depth_3_message_send": "messaging_depth",
        "messaging_user_depth_5_message_send": "messaging_depth",
    ]
    /// Types that look like another event's and are none.
    private static let own = ["offsite_conversion.fb_pixel_custom", "offsite_conversion.custom", "app_custom_event.other"]

    static func of(_ type: String) -> String {
        guard !own.contains(where: { type == $0 || type.hasPrefix($0 + ".") }) else { return type }
        var stem = type[...]
        if let prefix = prefixes.first(where: { type.hasPrefix($0) && type.utf8.count > $0.utf8.count }) { stem = stem.dropFirst(prefix.count) }
        if let suffix = suffixes.first(where: { stem.hasSuffix($0) && stem.utf8.count > $0.utf8.count }) { stem = stem.dropLast(suffix.count) }
        return others[String(stem)] ?? String(stem)
    }
}
