package import Core

extension SimulatedBusiness {
    /// All that is true of the business, in the ids that the platforms serve. Money in micros, days in the zone of the account or shop.
    /// Members: `business`, `seed`, `days`, `since`, `until`, `now`, `parameters`, `platforms`.
    package func truth() -> JSON {
        [
            "business": ["name": .string(name), "currency": .string(currency.code), "shop_time_zone": .string(shopZone.name)],
            "seed": .integer(seed), "days": .integer(days), "since": .string(since.description), "until": .string(until.description),
            "now": .string(now.description), "parameters": parameterTruth,
            "platforms": ["meta": MetaTruth(self).json, "shopify": ShopifyTruth(self).json],
        ]
    }

    private var parameterTruth: JSON {
        let advertising = campaigns.map { campaign -> JSON in
            [
                "campaign_id": .string(campaign.id), "adstock_decay": .decimal(campaign.response.decay),
                "hill_slope": .decimal(campaign.response.slope),
                "half_saturation": .decimal(campaign.response.halfSaturation), "effect": .decimal(campaign.response.effect),
            ]
        }
        return [
            "purchases": [
                "model": "bg_nbd", "time_unit": "week", "r": .decimal(parameters.r), "alpha": .decimal(parameters.alpha), "a": .decimal(parameters.a),
                "b": .decimal(parameters.b),
            ],
            "acquisition": [
                "organic_share": .decimal(parameters.organicShare), "customers": .integer(customerTarget), "over_days": .integer(foundingDays),
            ],
            "attribution": ["repeat_share": .decimal(parameters.repeatAttribution), "window_days": 7],
            "advertising": .array(advertising),
        ]
    }
}

extension JSON {
    /// The shortest text that reads back as the same number.
    static func decimal(_ value: Double) -> JSON { .number(String(value)) }
}
