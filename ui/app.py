"""The script that Streamlit runs at every visit: the call of the router, and nothing else.

While a page is drawn this is the main module, which processes that read files import anew.
"""

if __name__ == "__main__":
    from ui.router import main

    main()
