package import Core

extension SimulatedBusiness {
    /// All that is true of the business, in the ids that the platforms serve. Money in micros, days in the zone of the account or shop.
    /// Members: `business`, `seed`, `days`, `since`, `until`, `now`, `parameters`, `channels`, `platforms`.
    package func truth() -> JSON {
        [
            "business": ["name": .string(name), "currency": .string(currency.code), "shop_time_zone": .string(shopZone.name)],
            "seed": .integer(seed), "days": .integer(days), "since": .string(since.description), "until": .string(until.description),
            "now": .string(now.description), "parameters": parameterTruth, "channels": channelTruth,
            "platforms": [
                "meta": MetaTruth(self).json, "google-ads": GoogleAdsTruth(self).json, "tiktok": AdvertisingTruth(self, on: .tiktok).json,
                "snapchat": AdvertisingTruth(self, on: .snapchat).json, "linkedin": AdvertisingTruth(self, on: .linkedin).json,
                "shopify": ShopifyTruth(self).json,
                "stripe": StripeTruth(self).json, "klaviyo": KlaviyoTruth(self).json, "google-analytics": AnalyticsTruth(self).json,
                "search-console": SearchConsoleTruth(self).json,
            ],
        ]
    }

    /// Who really won the customers: first orders by way, as far as they are no tests.
    private var channelTruth: JSON {
        var won: [String: (customers: Int, value: Int64)] = [:]
        for order in orders where order.sequence == 0 && !order.isTest {
            let way = customers[order.customer].touch.map(\.platform.rawValue) ?? "organic"
            won[way, default: (0, 0)].customers += 1
            won[way, default: (0, 0)].value += order.total
        }
        return .object(
            won.sorted { $0.key < $1.key }.map {
                JSON.Member($0.key, ["customers": .integer($0.value.customers), "first_value_micros": .integer($0.value.value)])
            })
    }

    private var parameterTruth: JSON {
        let advertising = AdPlatform.allCases.flatMap { platform in
            self.advertising(on: platform).campaigns.map { response($0, on: platform) }
        }
        return [
            "purchases": [
                "model": "bg_nbd", "time_unit": "week", "r": .decimal(parameters.r), "alpha": .decimal(parameters.alpha), "a": .decimal(parameters.a),
                "b": .decimal(parameters.b),
            ],
            "acquisition": [
                "organic_share": .decimal(parameters.organicShare), "customers": .integer(customerTarget), "over_days": .integer(foundingDays),
                "organic_level": .decimal(organicLevel), "customers_per_level": .decimal(customersPerLevel),
            ],
            "attribution": ["repeat_share": .decimal(parameters.repeatAttribution), "window_days": 7],
            "payments": [
                "domestic_rate": .integer(PaymentRates.domestic), "foreign_rate": .integer(PaymentRates.foreign), "rate_divisor": 10_000,
                "fixed_micros": .integer(PaymentRates.fixed), "dispute_micros": .integer(PaymentRates.dispute),
            ],
            "advertising": .array(advertising),
        ]
    }

    private func response(_ campaign: AdCampaign, on platform: AdPlatform) -> JSON {
        [
            "platform": .string(platform.rawValue), "campaign_id": .string(campaign.id), "adstock_decay": .decimal(campaign.response.decay),
            "hill_slope": .decimal(campaign.response.slope), "half_saturation": .decimal(campaign.response.halfSaturation),
            "effect": .decimal(campaign.response.effect),
        ]
    }
}

extension JSON {
    /// The shortest text that reads back as the same number.
    static func decimal(_ value: Double) -> JSON { .number(String(value)) }
}
