//! The documented fields of ProcessOut's replies.

/// The fields of a card that `token.raw` shows.
pub(super) const CARD: &str = "id project_id scheme co_scheme preferred_scheme preferred_card_type type bank_name \
    brand category country last_4_digits fingerprint exp_month exp_year cvc_check \
    avs_check checks token_type name address1 address2 city state country_code zip \
    ip_address user_agent header_accept header_referer app_color_depth app_java_enabled \
    app_language app_screen_height app_screen_width app_timezone_offset expires_soon \
    metadata used sandbox created_at updated_at cvc_tokenized tokenization_method \
    payment_source_detail update_type update_reason_code";

/// The fields of a customer's token that `token.raw` shows.
pub(super) const TOKEN: &str = "id customer_id customer invoice_id invoice gateway_configuration_id \
    gateway_configuration gateway_configuration_sub_account card card_id verify \
    verify_statement_descriptor verification_status is_subscription_only is_default \
    is_chargeable return_url cancel_url webhook_url type metadata description summary \
    manual_invoice_cancellation can_get_balance network_token sandbox created_at";
