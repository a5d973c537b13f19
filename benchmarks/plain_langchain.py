"""What a plain LangChain pipeline does with a folder: load, split, embed, put into Chroma.

    python -m benchmarks.plain_langchain FOLDER STORE

The same embedder as Evidary's, batches of LangChain's own making. No places, no checks, no mapping:
the floor that the bench measures against. Prints one JSON line.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from pypdf import PdfReader

from assistant.adapters.minilm import MiniLM


class SameEmbedder(Embeddings):
    """Evidary's embedder behind LangChain's interface, with the CPU time it took."""

    def __init__(self) -> None:
        self.model = MiniLM()
        self.cpu = 0.0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        started = time.process_time()
        rows: list[list[float]] = self.model.embed(texts).tolist()
        self.cpu += time.process_time() - started
        return rows

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def load(folder: Path) -> list[Document]:
    """Text files as they are, PDF by pypdf, office files by their libraries' plain text."""
    documents = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.suffix == ".pdf":
            text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
        elif path.suffix in {".docx", ".xlsx"}:
            text = office_text(path)
        else:
            text = path.read_text(encoding="utf-8", errors="replace")
        documents.append(Document(text, metadata={"source": str(path)}))
    return documents


def office_text(path: Path) -> str:
    if path.suffix == ".docx":
        import docx

        return "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return "\n".join(" ".join(map(str, row)) for row in rows)


def main() -> None:
    folder, store = Path(sys.argv[1]), sys.argv[2]
    embedder = SameEmbedder()
    splitter = RecursiveCharacterTextSplitter(chunk_size=900, chunk_overlap=90)
    chunks = splitter.split_documents(load(folder))
    Chroma.from_documents(chunks, embedder, persist_directory=store)
    print(json.dumps({"chunks": len(chunks), "embedder_cpu": round(embedder.cpu, 2)}))


if __name__ == "__main__":
    main()
