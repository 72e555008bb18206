"""Routes that were opened before they had a row. The list may only become shorter.

Each app adds rows for its own and takes them off here.
"""

OWED = frozenset(
    {
        "GET claims",
        "GET claims/<uuid:uid>",
        "GET counter-codes/<uuid:uid>",
        "GET reconciliation/bills",
        "GET reconciliation/items",
        "GET reconciliation/standing",
        "GET refunds",
        "GET settings",
        "GET shipments/pick-list",
        "GET shipments/waybill-hint",
        "POST claims/<uuid:uid>/decide",
        "POST claims/<uuid:uid>/receive",
        "POST claims/<uuid:uid>/withdraw",
        "POST counter-codes/<uuid:uid>/take-back",
        "POST orders/<str:number>/claims",
        "POST orders/<str:number>/counter-codes",
        "POST reconciliation/items/<uuid:uid>/resolve",
        "POST refunds/<uuid:uid>/retry",
        "POST settings",
        "POST settings/<uuid:uid>/decide",
        "POST shipments/<uuid:uid>/adjust",
        "POST shipments/<uuid:uid>/give-up",
        "POST shipments/<uuid:uid>/hand-over",
        "POST shipments/<uuid:uid>/lose",
        "POST shipments/ship-batch",
    }
)
