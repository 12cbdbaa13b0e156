package io.clinibus.documents.blobs;

import io.clinibus.documents.blobs.BlobStore.Blob;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the answer of S3 to ListObjectsV2. */
final class S3Listing {

  private S3Listing() {}

  static List<Blob> parse(byte[] xml) {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
      List<Blob> blobs = new ArrayList<>();
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT
            && reader.getLocalName().equals("Contents")) {
          blobs.add(blob(reader));
        }
      }
      return blobs;
    } catch (XMLStreamException e) {
      throw new IllegalStateException("S3 answered with a list that is no XML", e);
    }
  }

  private static Blob blob(XMLStreamReader reader) throws XMLStreamException {
    String name = "";
    long size = 0;
    Instant modified = Instant.EPOCH;
    while (reader.next() != XMLStreamConstants.END_ELEMENT
        || !reader.getLocalName().equals("Contents")) {
      if (reader.isStartElement()) {
        switch (reader.getLocalName()) {
          case "Key" -> name = reader.getElementText();
          case "Size" -> size = Long.parseLong(reader.getElementText());
          case "LastModified" -> modified = Instant.parse(reader.getElementText());
          default -> reader.next();
        }
      }
    }
    return new Blob(name, size, modified);
  }
}
