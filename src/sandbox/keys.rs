//! The organizations and keys that work at once. They open nothing but this program.
//!
//! The patterns are the vendors'; the letters say that they are no secrets.

/// One of Rebilly's organizations, with a key of each kind.
#[derive(Debug)]
pub struct RebillyOrganization {
    /// The id in the path.
    pub id: &'static str,
    /// For browsers, in `Authorization`.
    pub publishable_key: &'static str,
    /// For servers, in `REB-APIKEY`.
    pub secret_key: &'static str,
    /// How long a token lives when nobody uses it; `None`: its `expirationTime` is null.
    pub token_life_minutes: Option<u32>,
}

/// The organization that the demos use.
pub const REBILLY: RebillyOrganization = RebillyOrganization {
    id: "cardlet-demo",
    publishable_key: "pk_sandbox_CardletDemoPublishableKey",
    secret_key: "sk_sandbox_CardletDemoSecretKey",
    token_life_minutes: Some(30),
};

/// Another organization, whose tokens have no expiration time.
pub const REBILLY_NO_EXPIRY: RebillyOrganization = RebillyOrganization {
    id: "cardlet-demo-no-expiry",
    publishable_key: "pk_sandbox_NoExpiryDemoPublishableKey",
    secret_key: "sk_sandbox_NoExpiryDemoSecretKey",
    token_life_minutes: None,
};

/// A pair of Checkout.com's keys.
#[derive(Debug)]
pub struct CheckoutKeys {
    /// For browsers.
    pub public_key: &'static str,
    /// For servers.
    pub secret_key: &'static str,
}

/// Keys of the newer generation, behind `Bearer`.
pub const CHECKOUT: CheckoutKeys = CheckoutKeys {
    public_key: "pk_sbox_cardletsandboxdemopublickey",
    secret_key: "sk_sbox_cardletsandboxdemosecretkey",
};

/// Keys of the older generation, which stand alone; they open the same account.
pub const CHECKOUT_ABC: CheckoutKeys = CheckoutKeys {
    public_key: "pk_test_cardlet0-demo-demo-demo-publickeyabc",
    secret_key: "sk_test_cardlet0-demo-demo-demo-secretkeyabc",
};

/// One of PaymentsAI's organizations, with its key.
#[derive(Debug)]
pub struct PaymentsAiOrganization {
    /// The id in paths and in `X-Organization-Id`.
    pub id: &'static str,
    /// `<accountId>_<apiKey>_<apiKeyId>`, behind `ApiKey` in `Authorization`.
    pub api_key: &'static str,
    /// What the relay sends as the key.
    pub relay_key: &'static str,
    /// How long a token lives when nobody attaches it; `None`: its `expirationTime` is null.
    pub token_life_minutes: Option<u32>,
}

/// The organizations: one whose tokens have an end, one whose tokens have none, and one whose
/// relay holds a key that nobody knows.
pub const PAYMENTS_AI: [PaymentsAiOrganization; 3] = [
    PaymentsAiOrganization {
        id: "cardlet-demo",
        api_key: "CardletDemoAccount_CardletDemoSecret_CardletDemoKeyId",
        relay_key: "CardletDemoAccount_CardletDemoSecret_CardletDemoKeyId",
        token_life_minutes: Some(30),
    },
    PaymentsAiOrganization {
        id: "cardlet-demo-no-expiry",
        api_key: "NoExpiryDemoAccount_NoExpiryDemoSecret_NoExpiryDemoKeyId",
        relay_key: "NoExpiryDemoAccount_NoExpiryDemoSecret_NoExpiryDemoKeyId",
        token_life_minutes: None,
    },
    PaymentsAiOrganization {
        id: "cardlet-demo-bad-key",
        api_key: "BadKeyDemoAccount_BadKeyDemoSecret_BadKeyDemoKeyId",
        relay_key: "BadKeyDemoAccount_Nobodys_BadKeyDemoKeyId",
        token_life_minutes: Some(30),
    },
];

/// An account of the endpoint that `provider="generic"` is shown with.
#[derive(Debug)]
pub struct VaultAccount {
    /// For browsers, behind `Vault` in `X-Vault-Key`.
    pub public_key: &'static str,
    /// For servers, in the same place.
    pub secret_key: &'static str,
    /// Whether its answers say when a token was made.
    pub names_birth: bool,
}

/// An account whose tokens have both times, and one whose tokens have only an end.
pub const VAULT: [VaultAccount; 2] = [
    VaultAccount {
        public_key: "gpk_CardletDemoVaultKey",
        secret_key: "gsk_CardletDemoVaultSecret",
        names_birth: true,
    },
    VaultAccount {
        public_key: "gpk_NoBirthDemoVaultKey",
        secret_key: "gsk_NoBirthDemoVaultSecret",
        names_birth: false,
    },
];

/// What opens Keap's API.
#[derive(Debug)]
pub struct KeapAccess {
    /// The name of the app, in its address.
    pub app: &'static str,
    /// In `X-Keap-API-Key`: it has no end.
    pub api_key: &'static str,
    /// Behind `Bearer` in `Authorization`: it lives for 24 hours from the sandbox's start.
    pub access_token: &'static str,
    /// What `POST /token` gives another access token for.
    pub refresh_token: &'static str,
}

/// The app of the demos.
pub const KEAP: KeapAccess = KeapAccess {
    app: "cardlet-demo",
    api_key: "KeapAK-CardletDemoApiKey",
    access_token: "CardletDemoKeapAccessToken",
    refresh_token: "CardletDemoKeapRefreshToken",
};

/// One of Univapay's app tokens, with the store that it opens.
#[derive(Debug)]
pub struct UnivapayKey {
    /// The store's id; empty for a key of the whole merchant.
    pub store_id: &'static str,
    /// For browsers, in `Authorization` behind `Bearer`. Nobody checks its signature.
    pub jwt: &'static str,
    /// For servers, in front of the JWT and a dot.
    pub secret: &'static str,
    /// Is it for real cards?
    pub is_live: bool,
    /// The hosts whose pages may use it; `*` is any.
    pub domains: &'static [&'static str],
    /// May a browser send a card with it?
    pub takes_cards_directly: bool,
    /// Is it over?
    pub is_expired: bool,
}

/// The store that the demos use.
pub const UNIVAPAY: UnivapayKey = UnivapayKey {
    store_id: "11ed7d40-cfe1-11a8-bbe4-b75fa2afa138",
    jwt: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhcHBfdG9rZW4iLCJpYXQiOjE3NjM3MTU2MDAsIm1lcmNoYW50X2lkIjoiMTFlZDdkNDAtY2YwMC0xMWE4LWJiZTQtYjc1ZmEyYWZhMTM4Iiwic3RvcmVfaWQiOiIxMWVkN2Q0MC1jZmUxLTExYTgtYmJlNC1iNzVmYTJhZmExMzgiLCJtb2RlIjoidGVzdCIsImRvbWFpbnMiOlsibG9jYWxob3N0IiwiMTI3LjAuMC4xIiwic2hvcC5leGFtcGxlIl0sImNyZWF0b3JfaWQiOiIxMWVkN2Q0MC1jZjAwLTExYTgtYmJlNC1iNzVmYTJhZmExMzgiLCJ2ZXJzaW9uIjoxLCJqdGkiOiJjYXJkbGV0LWRlbW8tMSJ9.dGhlIHNhbmRib3ggY2hlY2tzIG5vIHNpZ25hdHVyZQ",
    secret: "CardletDemoSecret",
    is_live: false,
    domains: &["localhost", "127.0.0.1", "shop.example"],
    takes_cards_directly: true,
    is_expired: false,
};

/// A store that takes no cards from browsers.
pub const UNIVAPAY_NO_DIRECT: UnivapayKey = UnivapayKey {
    store_id: "11ed7d40-cfe2-11a8-bbe4-b75fa2afa138",
    jwt: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhcHBfdG9rZW4iLCJpYXQiOjE3NjM3MTU2MDAsIm1lcmNoYW50X2lkIjoiMTFlZDdkNDAtY2YwMC0xMWE4LWJiZTQtYjc1ZmEyYWZhMTM4Iiwic3RvcmVfaWQiOiIxMWVkN2Q0MC1jZmUyLTExYTgtYmJlNC1iNzVmYTJhZmExMzgiLCJtb2RlIjoidGVzdCIsImRvbWFpbnMiOlsibG9jYWxob3N0IiwiMTI3LjAuMC4xIiwic2hvcC5leGFtcGxlIl0sImNyZWF0b3JfaWQiOiIxMWVkN2Q0MC1jZjAwLTExYTgtYmJlNC1iNzVmYTJhZmExMzgiLCJ2ZXJzaW9uIjoxLCJqdGkiOiJjYXJkbGV0LWRlbW8tMiJ9.dGhlIHNhbmRib3ggY2hlY2tzIG5vIHNpZ25hdHVyZQ",
    secret: "NoDirectDemoSecret",
    is_live: false,
    domains: &["localhost", "127.0.0.1", "shop.example"],
    takes_cards_directly: false,
    is_expired: false,
};

/// A store whose pages are on another host than this program's.
pub const UNIVAPAY_ELSEWHERE: UnivapayKey = UnivapayKey {
    store_id: "11ed7d40-cfe3-11a8-bbe4-b75fa2afa138",
    jwt: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhcHBfdG9rZW4iLCJpYXQiOjE3NjM3MTU2MDAsIm1lcmNoYW50X2lkIjoiMTFlZDdkNDAtY2YwMC0xMWE4LWJiZTQtYjc1ZmEyYWZhMTM4Iiwic3RvcmVfaWQiOiIxMWVkN2Q0MC1jZmUzLTExYTgtYmJlNC1iNzVmYTJhZmExMzgiLCJtb2RlIjoidGVzdCIsImRvbWFpbnMiOlsiZWxzZXdoZXJlLmV4YW1wbGUiXSwiY3JlYXRvcl9pZCI6IjExZWQ3ZDQwLWNmMDAtMTFhOC1iYmU0LWI3NWZhMmFmYTEzOCIsInZlcnNpb24iOjEsImp0aSI6ImNhcmRsZXQtZGVtby0zIn0.dGhlIHNhbmRib3ggY2hlY2tzIG5vIHNpZ25hdHVyZQ",
    secret: "ElsewhereDemoSecret",
    is_live: false,
    domains: &["elsewhere.example"],
    takes_cards_directly: true,
    is_expired: false,
};

/// A store with a live key, which refuses the published test cards.
pub const UNIVAPAY_LIVE: UnivapayKey = UnivapayKey {
    store_id: "11ed7d40-cfe4-11a8-bbe4-b75fa2afa138",
    jwt: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhcHBfdG9rZW4iLCJpYXQiOjE3NjM3MTU2MDAsIm1lcmNoYW50X2lkIjoiMTFlZDdkNDAtY2YwMC0xMWE4LWJiZTQtYjc1ZmEyYWZhMTM4Iiwic3RvcmVfaWQiOiIxMWVkN2Q0MC1jZmU0LTExYTgtYmJlNC1iNzVmYTJhZmExMzgiLCJtb2RlIjoibGl2ZSIsImRvbWFpbnMiOlsiKiJdLCJjcmVhdG9yX2lkIjoiMTFlZDdkNDAtY2YwMC0xMWE4LWJiZTQtYjc1ZmEyYWZhMTM4IiwidmVyc2lvbiI6MSwianRpIjoiY2FyZGxldC1kZW1vLTQifQ.dGhlIHNhbmRib3ggY2hlY2tzIG5vIHNpZ25hdHVyZQ",
    secret: "LiveDemoSecret",
    is_live: true,
    domains: &["*"],
    takes_cards_directly: true,
    is_expired: false,
};

/// A key that is over.
pub const UNIVAPAY_EXPIRED: UnivapayKey = UnivapayKey {
    store_id: "11ed7d40-cfe5-11a8-bbe4-b75fa2afa138",
    jwt: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhcHBfdG9rZW4iLCJpYXQiOjE3NjM3MTU2MDAsIm1lcmNoYW50X2lkIjoiMTFlZDdkNDAtY2YwMC0xMWE4LWJiZTQtYjc1ZmEyYWZhMTM4Iiwic3RvcmVfaWQiOiIxMWVkN2Q0MC1jZmU1LTExYTgtYmJlNC1iNzVmYTJhZmExMzgiLCJtb2RlIjoidGVzdCIsImRvbWFpbnMiOlsibG9jYWxob3N0IiwiMTI3LjAuMC4xIiwic2hvcC5leGFtcGxlIl0sImNyZWF0b3JfaWQiOiIxMWVkN2Q0MC1jZjAwLTExYTgtYmJlNC1iNzVmYTJhZmExMzgiLCJ2ZXJzaW9uIjoxLCJqdGkiOiJjYXJkbGV0LWRlbW8tNSIsImV4cCI6MTc2MzcxOTIwMH0.dGhlIHNhbmRib3ggY2hlY2tzIG5vIHNpZ25hdHVyZQ",
    secret: "ExpiredDemoSecret",
    is_live: false,
    domains: &["localhost", "127.0.0.1", "shop.example"],
    takes_cards_directly: true,
    is_expired: true,
};

/// A key of the merchant and of no store: it makes no tokens.
pub const UNIVAPAY_MERCHANT: UnivapayKey = UnivapayKey {
    store_id: "",
    jwt: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhcHBfdG9rZW4iLCJpYXQiOjE3NjM3MTU2MDAsIm1lcmNoYW50X2lkIjoiMTFlZDdkNDAtY2YwMC0xMWE4LWJiZTQtYjc1ZmEyYWZhMTM4IiwiY3JlYXRvcl9pZCI6IjExZWQ3ZDQwLWNmMDAtMTFhOC1iYmU0LWI3NWZhMmFmYTEzOCIsInZlcnNpb24iOjEsImp0aSI6ImNhcmRsZXQtZGVtby02In0.dGhlIHNhbmRib3ggY2hlY2tzIG5vIHNpZ25hdHVyZQ",
    secret: "MerchantDemoSecret",
    is_live: false,
    domains: &[],
    takes_cards_directly: true,
    is_expired: false,
};

/// ProcessOut's project, with its key.
#[derive(Debug)]
pub struct ProcessOutKeys {
    /// For browsers.
    pub project_id: &'static str,
    /// For servers.
    pub private_key: &'static str,
    /// Both, as they stand in `Authorization`.
    pub authorization: &'static str,
}

/// The project that the demos use.
pub const PROCESSOUT: ProcessOutKeys = ProcessOutKeys {
    project_id: "test-proj_CardletSandboxDemoProject",
    private_key: "key_sandbox_CardletDemoPrivateKey",
    authorization: "Basic dGVzdC1wcm9qX0NhcmRsZXRTYW5kYm94RGVtb1Byb2plY3Q6a2V5X3NhbmRib3hfQ2FyZGxldERlbW9Qcml2YXRlS2V5",
};
