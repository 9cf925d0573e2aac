# python: both
# event: pressed
button = event.source
print("%s | %s" % (button, button.name))
root = button.parent
print("%s in %s in %s" % (root, root.parent, root.parent.parent))
table = root.getComponent("Table")
print("%s %s" % (table, table.parent == root))
print(root.getComponent("Nobody"))
print(root.getComponent("table"))
print(", ".join(component.name for component in root.getComponents()))
print("%d %d" % (root.getComponentCount(), root.componentCount))
print(", ".join(component.name for component in root.components))
print(root.getComponent(1) == table)
print(button.getParent() == root)
print(button.getComponents())
for wrong in [7, -1, 2.5]:
    try:
        root.getComponent(wrong)
    except:
        import sys
        print("%s: %s" % (wrong, sys.exc_info()[1]))
window = root.parent
print("%s %s %s %s" % (window, window.name, window.path, window.title))
print("%s %s" % (window.rootContainer, window.getRootContainer() == root))
print(window.getComponentForPath("Root Container.Filters.User"))
print(window.getComponentForPath("Root Container"))
print(window.getComponentForPath("Root Container.Filters.Nobody"))
print(window.getComponentForPath("Table"))
print(window.getComponent("Table") == table)
