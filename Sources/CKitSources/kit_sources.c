#include "kit_sources.h"

/* Taken in while this file is compiled: a change of one of them compiles it again. A new file of the kit needs an entry here; a test says which is missing. */
#pragma clang diagnostic ignored "-Wc23-extensions"

#define TEXT (const unsigned char[])

static const kit_source sources[] = {
    {"LICENSE", TEXT {
#embed "../../LICENSE" suffix(, 0)
    }},
    {"CConnector/connector.c", TEXT {
#embed "../CConnector/connector.c" suffix(, 0)
    }},
    {"CConnector/include/connector.h", TEXT {
#embed "../CConnector/include/connector.h" suffix(, 0)
    }},
    {"ConnectorKit/Boundary/Connector.swift", TEXT {
#embed "../ConnectorKit/Boundary/Connector.swift" suffix(, 0)
    }},
    {"ConnectorKit/Boundary/ConnectorFailure.swift", TEXT {
#embed "../ConnectorKit/Boundary/ConnectorFailure.swift" suffix(, 0)
    }},
    {"ConnectorKit/Boundary/Entry.swift", TEXT {
#embed "../ConnectorKit/Boundary/Entry.swift" suffix(, 0)
    }},
    {"ConnectorKit/Boundary/Host.swift", TEXT {
#embed "../ConnectorKit/Boundary/Host.swift" suffix(, 0)
    }},
    {"ConnectorKit/Boundary/HostRows.swift", TEXT {
#embed "../ConnectorKit/Boundary/HostRows.swift" suffix(, 0)
    }},
    {"ConnectorKit/Boundary/Slots.swift", TEXT {
#embed "../ConnectorKit/Boundary/Slots.swift" suffix(, 0)
    }},
    {"ConnectorKit/Exchange/CSVRecords.swift", TEXT {
#embed "../ConnectorKit/Exchange/CSVRecords.swift" suffix(, 0)
    }},
    {"ConnectorKit/Exchange/DailyCursor.swift", TEXT {
#embed "../ConnectorKit/Exchange/DailyCursor.swift" suffix(, 0)
    }},
    {"ConnectorKit/Exchange/ErrorTable.swift", TEXT {
#embed "../ConnectorKit/Exchange/ErrorTable.swift" suffix(, 0)
    }},
    {"ConnectorKit/Exchange/HTTPDate.swift", TEXT {
#embed "../ConnectorKit/Exchange/HTTPDate.swift" suffix(, 0)
    }},
    {"ConnectorKit/Exchange/HostExchange.swift", TEXT {
#embed "../ConnectorKit/Exchange/HostExchange.swift" suffix(, 0)
    }},
    {"ConnectorKit/Exchange/JSONElements.swift", TEXT {
#embed "../ConnectorKit/Exchange/JSONElements.swift" suffix(, 0)
    }},
    {"ConnectorKit/Exchange/Paging.swift", TEXT {
#embed "../ConnectorKit/Exchange/Paging.swift" suffix(, 0)
    }},
    {"ConnectorKit/Exchange/PercentEncoding.swift", TEXT {
#embed "../ConnectorKit/Exchange/PercentEncoding.swift" suffix(, 0)
    }},
    {"ConnectorKit/Exchange/ReportJob.swift", TEXT {
#embed "../ConnectorKit/Exchange/ReportJob.swift" suffix(, 0)
    }},
    {"ConnectorKit/Exchange/Request.swift", TEXT {
#embed "../ConnectorKit/Exchange/Request.swift" suffix(, 0)
    }},
    {"ConnectorKit/Exchange/Response.swift", TEXT {
#embed "../ConnectorKit/Exchange/Response.swift" suffix(, 0)
    }},
    {"ConnectorKit/JSON/JSONDocument.swift", TEXT {
#embed "../ConnectorKit/JSON/JSONDocument.swift" suffix(, 0)
    }},
    {"ConnectorKit/JSON/JSONEdge.swift", TEXT {
#embed "../ConnectorKit/JSON/JSONEdge.swift" suffix(, 0)
    }},
    {"ConnectorKit/JSON/JSONFault.swift", TEXT {
#embed "../ConnectorKit/JSON/JSONFault.swift" suffix(, 0)
    }},
    {"ConnectorKit/JSON/JSONScanner.swift", TEXT {
#embed "../ConnectorKit/JSON/JSONScanner.swift" suffix(, 0)
    }},
    {"ConnectorKit/JSON/JSONText.swift", TEXT {
#embed "../ConnectorKit/JSON/JSONText.swift" suffix(, 0)
    }},
    {"ConnectorKit/JSON/JSONValues.swift", TEXT {
#embed "../ConnectorKit/JSON/JSONValues.swift" suffix(, 0)
    }},
    {"ConnectorKit/JSON/JSONView.swift", TEXT {
#embed "../ConnectorKit/JSON/JSONView.swift" suffix(, 0)
    }},
    {"ConnectorKit/Replay/Replay.swift", TEXT {
#embed "../ConnectorKit/Replay/Replay.swift" suffix(, 0)
    }},
    {"ConnectorKit/Replay/ReplayCalls.swift", TEXT {
#embed "../ConnectorKit/Replay/ReplayCalls.swift" suffix(, 0)
    }},
    {"ConnectorKit/Replay/ReplayScript.swift", TEXT {
#embed "../ConnectorKit/Replay/ReplayScript.swift" suffix(, 0)
    }},
    {"ConnectorKit/Replay/ReplayTable.swift", TEXT {
#embed "../ConnectorKit/Replay/ReplayTable.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/AdAccountRow.swift", TEXT {
#embed "../ConnectorKit/Rows/AdAccountRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/AdDailyRow.swift", TEXT {
#embed "../ConnectorKit/Rows/AdDailyRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/AdGroupRow.swift", TEXT {
#embed "../ConnectorKit/Rows/AdGroupRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/AdRow.swift", TEXT {
#embed "../ConnectorKit/Rows/AdRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/CampaignRow.swift", TEXT {
#embed "../ConnectorKit/Rows/CampaignRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/CanonicalRow.swift", TEXT {
#embed "../ConnectorKit/Rows/CanonicalRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/CreativeRow.swift", TEXT {
#embed "../ConnectorKit/Rows/CreativeRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/CustomerRow.swift", TEXT {
#embed "../ConnectorKit/Rows/CustomerRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/FXRateRow.swift", TEXT {
#embed "../ConnectorKit/Rows/FXRateRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/KeywordDailyRow.swift", TEXT {
#embed "../ConnectorKit/Rows/KeywordDailyRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/KeywordRow.swift", TEXT {
#embed "../ConnectorKit/Rows/KeywordRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/MessageDailyRow.swift", TEXT {
#embed "../ConnectorKit/Rows/MessageDailyRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/MessageRow.swift", TEXT {
#embed "../ConnectorKit/Rows/MessageRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/OrderLineRow.swift", TEXT {
#embed "../ConnectorKit/Rows/OrderLineRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/OrderRow.swift", TEXT {
#embed "../ConnectorKit/Rows/OrderRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/ProductRow.swift", TEXT {
#embed "../ConnectorKit/Rows/ProductRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/ProfileRow.swift", TEXT {
#embed "../ConnectorKit/Rows/ProfileRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/RefundRow.swift", TEXT {
#embed "../ConnectorKit/Rows/RefundRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/Row.swift", TEXT {
#embed "../ConnectorKit/Rows/Row.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/RowText.swift", TEXT {
#embed "../ConnectorKit/Rows/RowText.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/SearchDailyRow.swift", TEXT {
#embed "../ConnectorKit/Rows/SearchDailyRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/SearchTermDailyRow.swift", TEXT {
#embed "../ConnectorKit/Rows/SearchTermDailyRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/TransactionRow.swift", TEXT {
#embed "../ConnectorKit/Rows/TransactionRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/WebDailyRow.swift", TEXT {
#embed "../ConnectorKit/Rows/WebDailyRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/WebDemographicRow.swift", TEXT {
#embed "../ConnectorKit/Rows/WebDemographicRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Rows/WebEventRow.swift", TEXT {
#embed "../ConnectorKit/Rows/WebEventRow.swift" suffix(, 0)
    }},
    {"ConnectorKit/Values/Base64.swift", TEXT {
#embed "../ConnectorKit/Values/Base64.swift" suffix(, 0)
    }},
    {"ConnectorKit/Values/ByteBuffer.swift", TEXT {
#embed "../ConnectorKit/Values/ByteBuffer.swift" suffix(, 0)
    }},
    {"ConnectorKit/Values/DateWindows.swift", TEXT {
#embed "../ConnectorKit/Values/DateWindows.swift" suffix(, 0)
    }},
    {"ConnectorKit/Values/Day.swift", TEXT {
#embed "../ConnectorKit/Values/Day.swift" suffix(, 0)
    }},
    {"ConnectorKit/Values/DecimalText.swift", TEXT {
#embed "../ConnectorKit/Values/DecimalText.swift" suffix(, 0)
    }},
    {"ConnectorKit/Values/Instant.swift", TEXT {
#embed "../ConnectorKit/Values/Instant.swift" suffix(, 0)
    }},
    {"ConnectorKit/Values/Micros.swift", TEXT {
#embed "../ConnectorKit/Values/Micros.swift" suffix(, 0)
    }},
    {"ConnectorKit/Values/Zone.swift", TEXT {
#embed "../ConnectorKit/Values/Zone.swift" suffix(, 0)
    }},
    {"ConnectorKit/Values/ZoneData.swift", TEXT {
#embed "../ConnectorKit/Values/ZoneData.swift" suffix(, 0)
    }},
    {"ConnectorKit/Values/ZoneRule.swift", TEXT {
#embed "../ConnectorKit/Values/ZoneRule.swift" suffix(, 0)
    }},
    {"ConnectorKit/Write/ConversionEvent.swift", TEXT {
#embed "../ConnectorKit/Write/ConversionEvent.swift" suffix(, 0)
    }},
    {"ConnectorKit/Write/OperationResult.swift", TEXT {
#embed "../ConnectorKit/Write/OperationResult.swift" suffix(, 0)
    }},
    {"ConnectorKit/Write/Receiving.swift", TEXT {
#embed "../ConnectorKit/Write/Receiving.swift" suffix(, 0)
    }},
    {"ConnectorKit/Write/Writing.swift", TEXT {
#embed "../ConnectorKit/Write/Writing.swift" suffix(, 0)
    }},
};

const kit_source *kit_source_at(size_t number) { return number < sizeof sources / sizeof sources[0] ? &sources[number] : NULL; }
