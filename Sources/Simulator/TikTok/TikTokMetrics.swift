import Core

/// The metrics of a report. Most are decimal texts, counts of engagement are numbers, and what is missing is `-`.
enum TikTokMetrics {
    private static let parents: Set<String> = ["campaign_id", "adgroup_id", "campaign_name", "adgroup_name", "ad_name", "currency"]
    private static let figures: Set<String> = [
        "spend", "impressions", "clicks", "reach", "frequency", "ctr", "cpc", "cpm", "conversion", "cost_per_conversion", "conversion_rate",
        "real_time_conversion", "result", "complete_payment", "total_complete_payment_rate", "complete_payment_roas", "purchase", "total_purchase",
        "total_purchase_value", "cost_per_purchase", "registration", "video_play_actions", "video_watched_2s", "likes", "shares", "comments",
        "follows",
    ]
    static let names = parents.union(figures)

    static func json(_ name: String, _ figures: AdSums) -> JSON {
        switch name {
        case "spend": .string(Micros.text(figures.spend))
        case "impressions": .string(String(figures.impressions))
        case "clicks": .string(String(figures.clicks))
        case "reach": .string(String(figures.reach))
        case "conversion", "real_time_conversion", "result", "complete_payment": .string(String(figures.purchases))
        case "total_complete_payment_rate": .string(Micros.text(figures.value))
        // The shop has no application.
        case "purchase", "total_purchase", "registration": "0"
        case "total_purchase_value": "0.00"
        case "video_play_actions": .integer(figures.videoViews)
        case "video_watched_2s": .integer(figures.videoViews * 2 / 3)
        case "likes": .integer(figures.clicks / 6)
        case "shares": .integer(figures.clicks / 40)
        case "comments": .integer(figures.clicks / 60)
        case "follows": .integer(figures.clicks / 80)
        default: ratio(name, figures)
        }
    }

    private static func ratio(_ name: String, _ figures: AdSums) -> JSON {
        func quotient(_ micros: Int64, _ count: Int64) -> JSON { count > 0 ? .string(Micros.text(micros / count / 10_000 * 10_000)) : "-" }
        return switch name {
        case "frequency": quotient(Int64(figures.impressions) * 1_000_000, Int64(figures.reach))
        case "ctr": quotient(Int64(figures.clicks) * 100_000_000, Int64(figures.impressions))
        case "cpc": quotient(figures.spend, Int64(figures.clicks))
        case "cpm": quotient(figures.spend * 1_000, Int64(figures.impressions))
        case "cost_per_conversion": quotient(figures.spend, Int64(figures.purchases))
        case "conversion_rate": quotient(Int64(figures.purchases) * 100_000_000, Int64(figures.clicks))
        case "complete_payment_roas": quotient(figures.value, figures.spend / 1_000_000)
        default: "-"
        }
    }
}
