import { encodeQR } from 'qr';

/** Light modules around the code, which readers need. */
const BORDER = 4;

/** A text that a camera reads, as one path: the Content-Security-Policy allows neither inline styles nor data: URLs. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const rows = encodeQR(text, 'raw', { border: BORDER });
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shapeRendering="crispEdges"
      className="size-48 self-center rounded-md bg-white"
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
