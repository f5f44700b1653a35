"""What ProcessOut's own client does with the sandbox at the address that is given, as JSON."""

import json
import sys

import processout
from processout.networking.request import Request
from processout.networking.response import Response

PROJECT = "test-proj_CardletSandboxDemoProject"
KEY = "key_sandbox_CardletDemoPrivateKey"


def client(key=KEY):
    made = processout.ProcessOut(PROJECT, key)
    made.host = sys.argv[1]
    return made


po = client()


def new_card(number="4242424242424242", of=po):
    """The client's own call keeps no id, so its lower-level request is read."""
    body = {"number": number, "exp_month": "7", "exp_year": "2035", "cvc2": "123"}
    response = Response(Request(of).post("/cards", body, {}))
    return response.body["card"]["id"]


def new_invoice():
    return po.new_invoice({"name": "ORDER", "amount": "10.00", "currency": "EUR"}).create()


def status(answer):
    """The first of what the client gives is the transaction."""
    return answer[0].status


def refusal(call):
    try:
        call()
    except Exception as error:
        return getattr(error, "code", repr(error))
    return None


CARD = {"number": "4242424242424242", "exp_month": "7", "exp_year": "2035", "cvc2": "123"}
made = po.new_card_create_request(CARD).create()
card_id = new_card()
card = po.new_card().find(card_id)
paid = new_invoice().capture(card_id)
again = refusal(lambda: new_invoice().capture(card_id))
customer = po.new_customer({"email": "test@example.com"}).create()
token = po.new_token({"customer_id": customer.id}).create({"source": new_card()})[0]
later = new_invoice()
print(
    json.dumps(
        {
            "card": {"scheme": card.scheme, "last4": card.last_4_digits, "sandbox": card.sandbox},
            "paid": status(paid),
            "again": again,
            "token": {
                "type": token.type,
                "summary": token.summary,
                "chargeable": token.is_chargeable,
            },
            "tokenPaid": [status(new_invoice().capture(token.id)) for _ in range(2)],
            "later": [status(later.authorize(new_card())), status(later.capture(""))],
            "declined": refusal(lambda: new_invoice().capture(new_card("4000000000002206"))),
            "invalid": refusal(lambda: new_card("4242424242424241")),
            "badKey": refusal(lambda: new_card(of=client("key_sandbox_other"))),
        }
    )
)
