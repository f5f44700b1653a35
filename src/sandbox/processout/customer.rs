//! Customers, and the tokens that are paid with again and again.

use super::account::ProcessOut;
use super::card::{self, Kept};
use super::card_view;
use super::published::Behaviour;
use super::refusal::Refusal;
use crate::sandbox::fields::{Object, object_of, text_of, value_of};
use crate::sandbox::lock::lock;
use crate::sandbox::token_store::StoredToken;
use serde_json::{Value, json};

/// The alternative payment method that a customer has agreed to.
const APM: &str = "gway_req_apm";

/// A customer.
#[derive(Clone, Debug)]
pub(super) struct Customer {
    pub(super) id: String,
}

/// A customer's token.
#[derive(Clone, Debug)]
pub(super) struct CustomerToken {
    pub(super) id: String,
    pub(super) customer: String,
    pub(super) source: Option<Source>,
    verification: &'static str,
    /// What the customer has to do first: its id, and how it ends.
    asked: Option<(String, bool)>,
    /// What the request said.
    sent: Object,
    created: String,
}

/// What a token is paid with.
#[derive(Clone, Debug)]
pub(super) enum Source {
    Card(Box<StoredToken<Kept>>),
    Apm,
}

/// Makes a customer.
pub(super) fn create(processout: &ProcessOut) -> Value {
    let id = processout.id("cust_");
    lock(&processout.customers).push(Customer { id: id.clone() });
    json!({ "success": true, "customer": { "id": id, "created_at": processout.now(), "sandbox": true } })
}

/// Makes a token of a customer, with a source or for a page to complete.
///
/// # Errors
/// 404 for an unknown customer or card, 400 for a used card.
pub(super) fn create_token(
    of: &str,
    body: &[u8],
    processout: &ProcessOut,
) -> Result<Value, Refusal> {
    let request = object_of(body).unwrap_or_default();
    if !lock(&processout.customers).iter().any(|customer| customer.id == of) {
        return Err(Refusal::missing("resource.customer.not-found"));
    }
    let mut token = CustomerToken {
        id: processout.id("tok_"),
        customer: of.to_owned(),
        source: None,
        verification: "not-requested",
        asked: None,
        sent: Object::new(),
        created: processout.now(),
    };
    let answer = token.complete(&request, processout);
    let answer = answer?.unwrap_or_else(|| json!({ "success": true, "token": token.view() }));
    lock(&processout.tokens).push(token);
    Ok(answer)
}

/// Shows a token.
///
/// # Errors
/// 404 for an unknown one.
pub(super) fn read_token(of: &str, id: &str, processout: &ProcessOut) -> Result<Value, Refusal> {
    let tokens = lock(&processout.tokens);
    let token = tokens.iter().find(|token| token.id == id && token.customer == of);
    let token = token.ok_or(Refusal::missing("resource.token.not-found"))?;
    Ok(json!({ "success": true, "token": token.view() }))
}

/// Completes a token: with a card, or with what the customer's action has brought.
///
/// # Errors
/// 404 for an unknown token or card; 400 for a used card, and for one that can't be verified.
pub(super) fn update_token(
    of: &str,
    id: &str,
    body: &[u8],
    processout: &ProcessOut,
) -> Result<Value, Refusal> {
    let request = object_of(body).ok_or(Refusal::invalid("request.bad-format"))?;
    let mut tokens = lock(&processout.tokens);
    let token = tokens.iter_mut().find(|token| token.id == id && token.customer == of);
    let token = token.ok_or(Refusal::missing("resource.token.not-found"))?;
    let answer = token.complete(&request, processout)?;
    Ok(answer.unwrap_or_else(|| json!({ "success": true, "token": token.view() })))
}

impl CustomerToken {
    /// Takes in a request; answers with what the customer has to do, if anything.
    fn complete(
        &mut self,
        request: &Object,
        processout: &ProcessOut,
    ) -> Result<Option<Value>, Refusal> {
        self.sent.extend(request.clone());
        let Some(source) = text_of(request, "source") else { return Ok(None) };
        if let Some((_, succeeds)) = self.asked.clone().filter(|(asked, _)| asked == source) {
            self.asked = None;
            self.verification = if succeeds { "success" } else { "failed" };
            return if succeeds { Ok(None) } else { Err(Refusal::invalid("card.failed-3ds")) };
        }
        if source == APM {
            self.source = Some(Source::Apm);
            return Ok(None);
        }
        if !source.starts_with("card_") {
            return Err(Refusal::invalid("request.source.invalid"));
        }
        let card = card::spend(source, processout)?;
        let behaviour = card.content.behaviour;
        self.source = Some(Source::Card(Box::new(card)));
        if value_of(request, "verify") != Some(&Value::Bool(true)) {
            return Ok(None);
        }
        match behaviour {
            Behaviour::Declined(problem) => {
                self.verification = "failed";
                Err(problem.into())
            }
            Behaviour::Asks { succeeds } => {
                let id = processout.id("gway_req_");
                let place = format!("{}/actions/{id}", processout.base);
                self.verification = "pending";
                self.asked = Some((id, succeeds));
                let action = json!({ "type": "url", "value": place, "metadata": {} });
                Ok(Some(json!({ "success": true, "customer_action": action })))
            }
            _ => {
                self.verification = "success";
                Ok(None)
            }
        }
    }

    pub(super) fn is_chargeable(&self) -> bool {
        self.source.is_some() && matches!(self.verification, "success" | "not-requested")
    }

    /// The token as the API shows it.
    pub(super) fn view(&self) -> Value {
        let sent = |name: &str| self.sent.get(name).cloned().unwrap_or_default();
        let is = |name: &str| sent(name) == Value::Bool(true);
        let card = match &self.source {
            Some(Source::Card(card)) => Some(card),
            Some(Source::Apm) | None => None,
        };
        let kind = match &self.source {
            Some(Source::Card(_)) => "card",
            Some(Source::Apm) => "gateway_token",
            None => "pending",
        };
        let summary = match &self.source {
            Some(Source::Card(card)) => Some(format!("**** **** **** {}", card.content.card.last4)),
            Some(Source::Apm) => Some("test_summary".to_owned()),
            None => None,
        };
        let is_apm = matches!(self.source, Some(Source::Apm));
        let network = json!({ "id": self.id.replace("tok_", "nt_"), "status": "active" });
        json!({
            "id": self.id,
            "customer_id": self.customer,
            "invoice_id": sent("invoice_id"),
            "gateway_configuration_id": is_apm.then_some("gway_conf_sandbox"),
            "gateway_configuration_sub_account": null,
            "card": card.map(|card| card_view::view(card)),
            "card_id": card.map(|card| card.id.as_str()),
            "verify": is("verify"),
            "verify_statement_descriptor": sent("verify_statement_descriptor"),
            "verification_status": self.verification,
            "is_subscription_only": false,
            "is_default": is("set_default"),
            "is_chargeable": self.is_chargeable(),
            "return_url": sent("return_url"),
            "cancel_url": sent("cancel_url"),
            "webhook_url": sent("webhook_url"),
            "type": kind,
            "metadata": value_of(&self.sent, "metadata").cloned().unwrap_or(json!({})),
            "description": sent("description"),
            "summary": summary,
            "manual_invoice_cancellation": null,
            "can_get_balance": is_apm.then_some(true),
            "network_token": is("provision_network_token").then_some(network),
            "sandbox": true,
            "created_at": self.created,
        })
    }
}

/// The action's page: what it brings is the end of its own address.
///
/// # Errors
/// 404 where no token waits for it.
pub(super) fn action(id: &str, processout: &ProcessOut) -> Result<Value, Refusal> {
    let tokens = lock(&processout.tokens);
    let is_asked = tokens.iter().any(|token| token.asked.as_ref().is_some_and(|(it, _)| it == id));
    if is_asked {
        Ok(json!({ "success": true, "source": id }))
    } else {
        Err(Refusal::missing("resource.not-found"))
    }
}
